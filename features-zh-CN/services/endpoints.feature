# language: zh-CN
功能: Service 背后是它的端点
  Service 的选择算符决定哪些 Pod 接收它的请求。其中每个就绪的 Pod 都是一个端点。

  @V2
  场景: 没有选择算符，就没有端点
    当 应用清单 "services/mydb.yaml"
    那么 Service "mydb" 有 0 个就绪端点，持续 3s
    而且 Service "mydb" 与以下内容匹配：
      """
      spec: {ports: [{port: 80, targetPort: 9377}]}
      """

  @V3
  场景: 六个副本就是六个端点，地址保持不变
    假如 应用清单 "services/my-nginx.yaml"
    当 Deployment "my-nginx" 上线完成
    那么 Service "my-nginx" 有 6 个就绪端点
    而且 Deployment "my-nginx" 的每个 Pod 都是 Service "my-nginx" 的端点
    当 替换 Deployment "my-nginx" 的所有 Pod
    那么 Deployment "my-nginx" 的每个 Pod 都是 Service "my-nginx" 的端点
    而且 Service "my-nginx" 有 6 个就绪端点
    而且 Service "my-nginx" 的 "spec.clusterIP" 从未改变
    而且 Service "my-nginx" 与以下内容匹配：
      """
      spec: {ports: [{port: 80}]}
      """
    而且 Service "my-nginx" 的 "{.spec.clusterIP}" 符合正则表达式 "[0-9a-f.:]+"
