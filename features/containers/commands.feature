Feature: What a command changes, and what it prints
  A check runs its command until it is met. An action runs it once, so that what
  it changes is changed once.

  Scenario: A row that is written once is there once
    Given the manifest "services/client.yaml" is applied
    And pod "client" is Running
    When "echo one > /tmp/rows" is run in container "busybox" of pod "client"
    And "echo two >> /tmp/rows; wc -l < /tmp/rows" is run in pod "client" and prints exactly "2"
    And "mkdir /tmp/rows" is run in pod "client" and exits with 1
    Then running "wc -l < /tmp/rows" in pod "client" prints exactly "2" within 5s
    And running "tail -n 1 /tmp/rows" in container "busybox" of pod "client" prints exactly "two" within 5s
    And running "cat /tmp/rows" in container "busybox" of pod "client" prints "one" within 5s
    And running "test -e /tmp/file" in pod "client" exits with 1 within 5s
    And running "test -d /tmp/folder" in container "busybox" of pod "client" exits with 1 within 5s

  Scenario: A node is asked outside all pods
    Then running "uname -sn" on node "worker3" prints "worker3" within 5s
    And running "uname -s" on node "worker3" prints exactly "Linux" within 5s
