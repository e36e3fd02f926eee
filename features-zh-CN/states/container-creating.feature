# language: zh-CN
@S4
功能: 卷就位之前一直是 ContainerCreating
  挂载了尚不存在的 ConfigMap 的 Pod 会等待它。

  场景: ConfigMap 一出现，Pod 就启动
    假如 应用清单 "states/needs-settings.yaml"
    那么 Pod "needs-settings" 的状态为 ContainerCreating，持续 2s
    而且 Pod "needs-settings" 出现事件 "FailedMount"，消息包含 "configmap \"settings\" not found"
    当 应用清单 "states/settings.yaml"
    那么 Pod "needs-settings" 的状态为 Running
    而且 在 Pod "needs-settings" 中运行 "cat /etc/settings/colour"，输出恰好为 "green"
