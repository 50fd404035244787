"""Carrying out an effect: mail by SMTP, orders for fulfilment as files in a folder."""
