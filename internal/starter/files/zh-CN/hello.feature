# language: zh-CN
功能: 问候页面
  `gherkind steps` 列出全部步骤，`gherkind steps 端点` 列出与端点有关的步骤。

  场景: 两个副本都能提供页面
    假如 应用清单 "hello.yaml"
    那么 Deployment "hello" 上线完成
    而且 Service "hello" 有 2 个就绪端点
    而且 在 Pod "client" 中运行 "wget -q -O - http://hello/"，输出包含 "$(value:greeting)"

  场景: 替换副本时页面仍可访问
    假如 应用清单 "hello.yaml"
    而且 Deployment "hello" 上线完成
    而且 全程，Service "hello" 至少有 1 个端点
    当 重启 Deployment "hello"
    那么 Deployment "hello" 上线完成
