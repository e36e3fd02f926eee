# language: zh-CN
@B3
功能: 一个 Pod 的历程
  调度器选择节点。那里的 kubelet 准备好镜像，创建容器，再启动它。每一步都留下一个事件。

  场景: 调度、拉取、创建、启动
    当 应用清单 "startup/one-pod.yaml"
    那么 Pod "one-pod" 的状态为 Running
    而且 Pod "one-pod" 依次出现事件 "Scheduled, Pulled, Created, Started"
    而且 通过端口转发，Pod "one-pod" 在 ":80/" 返回 HTTP 200，内容包含 "Welcome to nginx!"
