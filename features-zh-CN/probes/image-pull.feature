# language: zh-CN
@L3
功能: 容器运行之前，探针不会开始
  镜像拉取不到，就没有东西可以探测：Pod 停在 ImagePullBackOff，探针也不会失败。

  场景: httpGet 探针遇到拉取不到的镜像
    当 应用清单 "probes/liveness-http-no-image.yaml"
    那么 Pod "liveness-http" 的状态为 ImagePullBackOff
    而且 Pod "liveness-http" 的容器 "liveness" 重启了 0 次，持续 4s
    而且 Pod "liveness-http" 的容器 "liveness" 从未运行过
    而且 Pod "liveness-http" 从未出现事件 "Unhealthy"
