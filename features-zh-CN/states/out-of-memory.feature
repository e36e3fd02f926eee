# language: zh-CN
@S5
功能: 内存超出限制
  容器使用的内存可以超过 requests，但不能超过 limits：
  否则内核会杀死它，kubelet 再重新启动它。

  场景: 超出限制的容器被 OOMKilled 并重启
    当 应用清单 "states/memory-hog.yaml"
    那么 Pod "memory-hog" 的容器 "ctr" 已终止，原因为 "OOMKilled"
    而且 Pod "memory-hog" 曾处于 OOMKilled 状态
    而且 Pod "memory-hog" 的容器 "ctr" 至少重启了 2 次
    而且 Pod "memory-hog" 曾处于 CrashLoopBackOff 状态
    而且 Pod "memory-hog" 与以下内容匹配：
      """
      spec: {containers: [{resources: {requests: {memory: 50Mi}, limits: {memory: 100Mi}}}]}
      """

  场景: 没有超出限制的容器正常运行
    当 应用清单 "states/memory-fits.yaml"
    那么 Pod "memory-fits" 的状态为 Running，持续 5s
    而且 Pod "memory-fits" 的容器 "ctr" 的日志包含 "sleeping forever with allocated memory"
    而且 Pod "memory-fits" 的容器 "ctr" 重启了 0 次
    而且 Pod "memory-fits" 与以下内容匹配：
      """
      spec: {containers: [{resources: {requests: {memory: 50Mi}, limits: {memory: 100Mi}}}]}
      """
