# language: zh-CN
@V1
功能: ClusterIP 只能在集群内部访问
  ClusterIP 类型的 Service 的地址只存在于节点的转发规则中：
  Pod 可以访问它，外部不能。

  场景: Pod 能得到页面，外部不能
    假如 应用清单 "services/my-nginx-inside.yaml"
    而且 应用清单 "services/client.yaml"
    而且 Deployment "my-nginx" 上线完成
    当 Pod "client" 的状态为 Running
    那么 在 Pod "client" 中运行 "timeout 3 wget -q -O - http://my-nginx/"，输出包含 "Welcome to nginx!"
    而且 从集群外部访问 Service "my-nginx" 的集群 IP，得不到包含 "Welcome to nginx!" 的响应，持续 3s
