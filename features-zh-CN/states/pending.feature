# language: zh-CN
@S2
功能: Pending：没有节点具备 Pod 所要求的资源
  调度器会说明每个节点为什么不合适。

  场景大纲: 要求的 <resource> 超过任何节点
    当 应用清单 "states/<manifest>"
    那么 Pod "<pod>" 出现事件 "FailedScheduling"，消息包含 "Insufficient <resource>"
    而且 Pod "<pod>" 的状态为 Pending，持续 3s

    例子:
      | resource | manifest         | pod         |
      | cpu      | much-cpu.yaml    | much-cpu    |
      | memory   | much-memory.yaml | much-memory |
