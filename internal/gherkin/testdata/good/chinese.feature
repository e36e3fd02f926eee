# language: zh-CN
功能: 中文
  场景: 通过
    假如it passes
    那么 pod "web" is Running within 3s
