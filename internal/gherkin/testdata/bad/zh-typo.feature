# language: zh-CN
功能: 中文
  场景: 一
    假如 it passes
    那末 it passes
