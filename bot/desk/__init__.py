"""The hotline desk (坐席台): finds while somebody types, and says an answer in more than one form.

Pure; keeps nothing and knows no web. ``bot.hotline`` asks, keeps and opens again.
"""
