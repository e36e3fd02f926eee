@M4
Feature: The pause container holds the pod's network
  The containers of a pod join the network namespace of its pause container:
  they have one IP, and reach each other by localhost. Their processes and
  files stay their own.

  Scenario: Two containers, one network
    When the manifest "containers/shared-network.yaml" is applied
    Then pod "shared-network" is ready
    And the pause container of pod "shared-network" is older than its other containers
    And the containers of pod "shared-network" are in the network namespace of its pause container
    And running "readlink /proc/self/ns/net" prints the same in containers "web" and "neighbour" of pod "shared-network"
    And running "ip -o -4 addr show eth0" prints the same in containers "web" and "neighbour" of pod "shared-network"
    And running "wget -q -O - http://127.0.0.1:8080/" in container "neighbour" of pod "shared-network" prints "hello neighbour"
    And running "test -e /www/index.html" in container "neighbour" of pod "shared-network" exits with 1
    And running "readlink /proc/self/ns/pid" prints something different in containers "web" and "neighbour" of pod "shared-network"
    And running "readlink /proc/self/ns/mnt" prints something different in containers "web" and "neighbour" of pod "shared-network"
