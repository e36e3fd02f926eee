# language：zh-CN
功能: 中文
  场景大纲：一
    假如 it passes
      """
      场景：不是关键字
      """
