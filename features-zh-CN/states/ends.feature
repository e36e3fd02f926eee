# language: zh-CN
@S7
功能: Pod 如何结束
  容器结束后 Pod 会怎样，取决于退出码和 Pod 的重启策略。

  场景: 容器正常结束，Pod 为 Completed
    当 应用清单 "states/ends-well.yaml"
    那么 Pod "ends-well" 的状态为 Completed，持续 3s
    而且 Pod "ends-well" 的容器 "ctr" 重启了 0 次

  场景: 容器失败，Pod 为 Error
    当 应用清单 "states/ends-badly.yaml"
    那么 Pod "ends-badly" 的状态为 Error，持续 3s
    而且 Pod "ends-badly" 的容器 "ctr" 已终止，原因为 "Error"
    而且 Pod "ends-badly" 的 "{.status.containerStatuses[0].state.terminated.exitCode}" 为 "3"

  场景: 容器反复失败，进入 CrashLoopBackOff
    当 应用清单 "states/fails-again.yaml"
    那么 Pod "fails-again" 曾处于 CrashLoopBackOff 状态
    而且 Pod "fails-again" 的容器 "ctr" 已终止，原因为 "Error"
    而且 Pod "fails-again" 的容器 "ctr" 在第 2 次重启前至少等待了 10s
    而且 Pod "fails-again" 的容器 "ctr" 至少重启了 2 次

  @slow
  场景: 每次重启前的等待都是前一次的两倍
    当 应用清单 "states/fails-again.yaml"
    那么 Pod "fails-again" 的容器 "ctr" 在第 2 次重启前至少等待了 10s
    而且 Pod "fails-again" 的容器 "ctr" 在第 3 次重启前至少等待了 20s
    而且 在 90s 内，Pod "fails-again" 的容器 "ctr" 在第 4 次重启前至少等待了 40s
