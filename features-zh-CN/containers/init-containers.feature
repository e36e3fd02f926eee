# language: zh-CN
@M6
功能: Init 容器等待 Service
  myapp-pod 的两个 Init 容器各自向集群 DNS 查询一个 Service。
  两个 Service 都存在之前，Pod 不会启动应用容器。

  场景: 两个 Service 都存在，应用才启动
    假如 应用清单 "containers/myapp.yaml"
    那么 Pod "myapp-pod" 的容器 "init-myservice" 正在运行，持续 3s
    而且 Pod "myapp-pod" 的状态为 Init:0/2
    当 应用清单 "containers/myservice.yaml"
    那么 Pod "myapp-pod" 的容器 "init-mydb" 正在运行，持续 3s
    而且 Pod "myapp-pod" 的状态为 Init:1/2
    而且 Pod "myapp-pod" 的容器 "init-mydb" 在容器 "init-myservice" 结束后启动
    当 应用清单 "containers/mydb.yaml"
    那么 Pod "myapp-pod" 的状态为 Running，持续 2s
    而且 Pod "myapp-pod" 的容器 "myapp-container" 的日志包含 "The app is running!"
    而且 在 Service "myservice" 创建之前，Pod "myapp-pod" 的容器 "myapp-container" 从未运行过
    而且 在 Service "mydb" 创建之前，Pod "myapp-pod" 的容器 "myapp-container" 从未运行过
    而且 Service "myservice" 与以下内容匹配：
      """
      spec: {ports: [{port: 80, targetPort: 9376}]}
      """
    而且 Service "mydb" 与以下内容匹配：
      """
      spec: {ports: [{port: 80, targetPort: 9377}]}
      """
