"""Every sentence the bot says (texts.yaml) and how a Decision becomes a Reply."""
