// Bot API for the tests: telegram-test-api with what python-telegram-bot needs to parse its answers.
//   SECRET=sek PORT=9000 node telegram.js      prints "telegram peer on 9000"; PORT=0 takes a free port
// GET /__calls lists the Bot API methods that were called. SECRET is sent along with webhook posts.
const TelegramServer = require('telegram-test-api');
const express = require('express');
const axios = require('axios');

const port = Number(process.env.PORT || 9000);
const secret = process.env.SECRET;
if (secret) {
  (axios.default || axios).defaults.headers.common['X-Telegram-Bot-Api-Secret-Token'] = secret;
}

const format = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = (update) => {
  const formatted = format(update);
  if (formatted.callback_query) formatted.callback_query.chat_instance ||= '1';
  return formatted;
};

// Telegram counts dates in seconds, telegram-test-api in milliseconds.
const inSeconds = (value) => {
  if (value && typeof value === 'object') {
    if (value.date > 1e11) value.date = Math.floor(value.date / 1000);
    Object.values(value).forEach(inSeconds);
  }
  return value;
};

// Telegram answers with objects, telegram-test-api with the strings of the form that was posted.
const withObjects = (result) => {
  for (const name of ['link_preview_options', 'reply_parameters']) {
    if (typeof result?.[name] === 'string') result[name] = JSON.parse(result[name]);
  }
};

const ACKNOWLEDGED = /^(setMy|setChatMenuButton|sendChatAction|answerInlineQuery)/;
const peer = new TelegramServer({ port, host: '127.0.0.1', storeTimeout: 3600 });
const calls = [];
const app = express();

app.get('/__calls', (request, response) => response.json(calls));
app.use((request, response, next) => {
  const [, method] = request.path.match(/^\/bot[^/]+\/(\w+)$/) || [];
  if (!method) return next();
  calls.push(method);
  const json = response.json.bind(response);
  response.json = (body) => {
    if (method === 'getMe') body.result.is_bot = true;
    if (body.ok && body.result === null) body.result = true;
    withObjects(body.result);
    return json(inSeconds(body));
  };
  if (ACKNOWLEDGED.test(method)) return response.json({ ok: true, result: true });
  return next();
});
app.use(peer.webServer);
const server = app.listen(port, '127.0.0.1', () => {
  console.log('telegram peer on ' + server.address().port);
});
