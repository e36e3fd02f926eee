# language: zh-CN
@V5
功能: LoadBalancer 需要有人来提供
  Kubernetes 自身没有负载均衡器。没有实现时，Service 的外部地址一直处于 pending；
  这种 Service 同样具有的节点端口照常工作。
  Service 可以用类别（class）指明想要的实现：这里安装的 MetalLB
  只为 metallb 类别的 Service 服务。

  场景: 没有实现，地址一直 pending
    当 应用清单 "services/my-nginx-load-balancer.yaml"
    那么 Service "my-nginx" 没有外部地址，持续 5s
    而且 Service "my-nginx" 在每个节点的节点端口上返回 HTTP 200，内容包含 "Welcome to nginx!"

  @addon:metallb
  场景: 有了实现，地址有响应
    当 应用清单 "services/my-nginx-metallb.yaml"
    那么 Service "my-nginx" 有外部地址
    而且 Service "my-nginx" 在外部地址上返回 HTTP 200，内容包含 "Welcome to nginx!"

  @addon:metallb
  场景: 有了实现，可以按站点名称找到页面
    当 应用清单 "services/my-nginx-metallb.yaml"
    而且 通过外部地址向 Service "my-nginx" 的端口 8080 发送以下请求：
      """
      GET http://shop.example/
      """
    那么 响应包含 "Welcome to nginx!"
