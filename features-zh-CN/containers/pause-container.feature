# language: zh-CN
@M4
功能: pause 容器持有 Pod 的网络
  Pod 的容器加入 pause 容器的网络命名空间：它们共用一个 IP，
  通过 localhost 互相访问；各自的进程和文件仍然独立。

  场景: 两个容器，一个网络
    当 应用清单 "containers/shared-network.yaml"
    那么 Pod "shared-network" 就绪
    而且 Pod "shared-network" 的 pause 容器早于其他容器
    而且 Pod "shared-network" 的容器都在其 pause 容器的网络命名空间中
    而且 在 Pod "shared-network" 的容器 "web" 和 "neighbour" 中运行 "readlink /proc/self/ns/net"，输出相同
    而且 在 Pod "shared-network" 的容器 "web" 和 "neighbour" 中运行 "ip -o -4 addr show eth0"，输出相同
    而且 在 Pod "shared-network" 的容器 "neighbour" 中运行 "wget -q -O - http://127.0.0.1:8080/"，输出包含 "hello neighbour"
    而且 在 Pod "shared-network" 的容器 "neighbour" 中运行 "test -e /www/index.html"，退出码为 1
    而且 在 Pod "shared-network" 的容器 "web" 和 "neighbour" 中运行 "readlink /proc/self/ns/pid"，输出不同
    而且 在 Pod "shared-network" 的容器 "web" 和 "neighbour" 中运行 "readlink /proc/self/ns/mnt"，输出不同
