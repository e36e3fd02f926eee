# language: zh-Hans
功能：中文
  场景: 一
    假如 it passes
