# language: zh-CN
@M2
功能: 边车刷新另一个容器所提供的内容
  同一个 Pod 的两个容器共享一个卷。一个往卷里写页面，
  另一个提供页面，并不知道是谁写的。

  场景: 页面在提供服务的同时变化
    假如 应用清单 "services/client.yaml"
    而且 Pod "client" 的状态为 Running
    当 应用清单 "containers/refreshed-page.yaml"
    那么 Pod "refreshed-page" 就绪
    而且 Pod "client" 访问 Pod "refreshed-page" 的 ":80/" 得到 HTTP 200，内容包含 "refresh"
    而且 Pod "client" 看到 Pod "refreshed-page" 的 ":80/" 的内容变化了 2 次
    而且 Pod "refreshed-page" 的容器 "nginx" 重启了 0 次
