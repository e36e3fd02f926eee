# language: zh-CN
@V7
功能: 请求分散到各个 Pod
  发往 Service 的每个连接都去往它的一个端点。会话亲和性为 ClientIP 时，
  同一个客户端的所有连接都去往同一个端点。

  场景: 大量请求到达多个 Pod
    假如 应用清单 "services/hostnames.yaml"
    而且 应用清单 "services/client.yaml"
    而且 Deployment "hostnames" 上线完成
    而且 Service "hostnames" 有 3 个就绪端点
    当 Pod "client" 的状态为 Running
    那么 从 Pod "client" 向 "http://hostnames/hostname" 发送 20 个请求，至少得到 2 种响应

  场景: 会话亲和性让客户端固定在一个 Pod
    假如 应用清单 "services/hostnames-sticky.yaml"
    而且 应用清单 "services/client.yaml"
    而且 Deployment "hostnames" 上线完成
    而且 Service "hostnames" 有 3 个就绪端点
    # 选择同样的 Pod、但较晚创建的 Service：当客户端所在的节点已经把发给它的请求分散到全部三个 Pod 时，
    # 如果没有亲和性，发给第一个 Service 的请求也会如此。
    当 应用以下清单：
      """
      apiVersion: v1
      kind: Service
      metadata: {name: to-any}
      spec:
        selector: {app: hostnames}
        ports: [{port: 80, targetPort: 8080}]
      """
    那么 从 Pod "client" 向 "http://to-any/hostname" 发送 20 个请求，至少得到 3 种响应
    而且 从 Pod "client" 向 "http://hostnames/hostname" 发送 20 个请求，得到 1 种响应
