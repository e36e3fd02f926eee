# language: zh-CN
@L7
功能: 启动探针推迟存活探针
  启动探针成功一次之前，存活探针不会开始。
  因此启动缓慢的容器不会因为慢而被杀死。

  场景: 启动慢的容器不受打扰，启动后才受监视
    当 应用清单 "probes/slow-start.yaml"
    那么 Pod "slow-start" 出现事件 "Unhealthy"，消息包含 "Startup probe failed"
    而且 Pod "slow-start" 就绪
    而且 Pod "slow-start" 的容器 "app" 的日志包含 "started"
    而且 Pod "slow-start" 的容器 "app" 重启了 0 次，持续 4s
    当 在 Pod "slow-start" 中执行一次 "rm /tmp/healthy"
    那么 Pod "slow-start" 的容器 "app" 因存活探针失败而重启

  场景: 没有启动探针，它还没启动完就被杀死
    当 应用清单 "probes/slow-start-unprotected.yaml"
    那么 Pod "slow-start" 的容器 "app" 因存活探针失败而重启
    而且 Pod "slow-start" 出现事件 "Unhealthy"，消息包含 "Liveness probe failed"
