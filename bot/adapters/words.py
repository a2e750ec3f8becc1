"""The few words that are an adapter's own; all others come from the talker."""

COMMANDS = {
    "start": "从头开始",
    "help": "我能问什么、怎么问",
    "forget": "忘掉前面说过的",
}
"""The command menu; what a command answers comes from the talker."""
THANKS = "谢谢,记下了。"
"""After 有用/没用."""
RECORD_GONE = "这条回答已经找不到了,没能记下。"
"""After 有用/没用 under a turn that is no longer kept."""
ALREADY_CHOSEN = "这里已经选过了。"
"""After a second press on the same question."""
OUTDATED = "这个按钮已经过期了,请直接打字再问一次。"
"""After a press on a choice of an earlier turn that can no longer be told."""
SORRY = "抱歉,刚才出了点问题,没能回答您。请过一会儿再发一次,着急的话请打 12345。"
"""When answering failed."""
