# language: zh-CN
@V4
功能: NodePort 在每个节点上都能访问
  NodePort 类型的 Service 在所有节点（包括控制平面）上打开同一个端口，
  不论它的 Pod 是否在那里运行。它同时具有 ClusterIP Service 的一切。

  场景: 从集群外部，每个节点都返回页面
    假如 应用清单 "services/my-nginx-nodeport.yaml"
    而且 Deployment "my-nginx" 上线完成
    而且 Deployment "my-nginx" 有 2 个就绪副本
    那么 Service "my-nginx" 的节点端口介于 30000 与 32767 之间
    而且 Service "my-nginx" 在每个节点的节点端口上返回 HTTP 200，内容包含 "Welcome to nginx!"

  场景: 在集群内部，它与 ClusterIP 一样工作
    假如 应用清单 "services/my-nginx-nodeport.yaml"
    而且 应用清单 "services/client.yaml"
    当 Pod "client" 的状态为 Running
    那么 在 Pod "client" 中运行 "timeout 3 wget -q -O - http://my-nginx:8080/"，输出包含 "Welcome to nginx!"
