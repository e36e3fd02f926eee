功能: 没有标记
  场景： 全角
    假如 it passes
