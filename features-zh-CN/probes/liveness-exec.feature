# language: zh-CN
@L1
功能: 存活探针失败会重启容器
  容器创建一个文件，过一会儿再删除它。存活探针对该文件执行 cat；
  连续失败三次后，kubelet 杀死容器并重新启动它。

  场景: 探针读取的文件没有了
    当 应用清单 "probes/liveness-exec.yaml"
    那么 Pod "liveness-exec" 的状态为 Running
    而且 在 Pod "liveness-exec" 中运行 "cat /tmp/healthy"，输出恰好为 ""
    而且 Pod "liveness-exec" 的容器 "liveness" 因存活探针失败而重启
    而且 Pod "liveness-exec" 出现事件 "Unhealthy"，消息包含 "Liveness probe failed: cat: can't open"
    而且 Pod "liveness-exec" 出现事件 "Killing"，消息包含 "failed liveness probe, will be restarted"
    而且 Pod "healthy" 就绪
    而且 Pod "healthy" 与以下内容匹配：
      """
      spec:
        containers:
          - readinessProbe: {exec: {command: [cat, /tmp/healthy]}}
            livenessProbe: {exec: {command: [cat, /tmp/healthy]}}
      """
    而且 除 Pod "liveness-exec" 外，没有 Pod 重启过

  @slow
  场景: 按讲义中的时间，大约七分钟内重启四次
    当 应用清单 "probes/liveness-exec-original.yaml"
    那么 在 9m 内，Pod "liveness-exec" 的容器 "liveness" 至少重启了 4 次
    而且 Pod "liveness-exec" 的容器 "liveness" 因存活探针失败而重启
