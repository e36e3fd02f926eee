# language: zh-CN
功能: 用 Service 访问 Web 服务器

  # 每个场景是一条评分标准。标题下面的各行是提示，学生每次尝试多看到一条。

  @id:runs @points:3
  场景: Deployment 有两个 Pod
    - Deployment 让 Pod 保持一定的数量：字段 spec.replicas。
    - kubectl scale deployment web --replicas=2
    那么 在 15s 内，Deployment "web" 有 2 个就绪副本

  @id:reachable @points:3
  场景: Service 指向两个 Pod
    - Service 通过标签找到 Pod：kubectl get pods --show-labels
    - kubectl expose deployment web --port=80
    那么 在 15s 内，Service "web" 有 2 个就绪端点

  # “当”步骤会更改对象，所以这一条在学生作业的副本中评判。
  @id:heals @points:4 @needs:reachable
  场景: Pod 消失后有新的 Pod 顶替
    - 删除一个 Pod 试试，看谁会新建一个：kubectl delete pod …
    - 不属于 Deployment 的 Pod 删除后不会恢复。
    假如 在 15s 内，Deployment "web" 上线完成
    当 替换 Deployment "web" 的所有 Pod
    那么 在 15s 内，Service "web" 有 2 个就绪端点
