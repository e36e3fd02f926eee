# language: en
功能: 中文
