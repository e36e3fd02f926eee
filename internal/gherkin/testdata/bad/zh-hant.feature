# language: zh_Hant
功能: 中文
