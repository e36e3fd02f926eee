# language: zh-CN
@M5
功能: Init 容器依次运行
  前一个 Init 容器运行结束，下一个才启动；最后一个结束后，应用容器才启动。

  场景: 第一、第二、第三，然后是应用
    当 应用清单 "containers/in-order.yaml"
    那么 Pod "in-order" 的状态为 Running
    而且 Pod "in-order" 的容器 "second" 在容器 "first" 成功结束后启动
    而且 Pod "in-order" 的容器 "third" 在容器 "second" 成功结束后启动
    而且 Pod "in-order" 的容器 "app" 在容器 "third" 成功结束后启动
    而且 Pod "in-order" 的容器 "app" 的日志包含 "before me: first second third"
