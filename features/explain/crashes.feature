@explain
Feature: Why a container does not stay
  The reason says how it ended, how often, and its last words.

  Scenario: It takes more memory than its limit
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: greedy}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
          - name: hog
            image: stress
            command: [stress, --vm, "1", --vm-bytes, 100M, --vm-hang, "60"]
            resources: {requests: {memory: 8Mi}, limits: {memory: 24Mi}}
      """
    Then the reason is POD_OOM_KILLED saying "container \"hog\" was killed at its memory limit of 24Mi (exit 1"

  Scenario: It ends again and again
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: unlucky}
      spec:
        containers: [{name: app, image: busybox, command: [sh, -c, "echo out of luck; exit 3"]}]
      """
    Then the reason of pod "unlucky" is POD_CRASH_LOOP saying "exit 3 (Error)"
    And the reason of pod "unlucky" is POD_CRASH_LOOP saying "last log line: out of luck"

  Scenario: It ends once, for good
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: once}
      spec:
        restartPolicy: Never
        containers: [{name: app, image: busybox, command: [sh, -c, "echo no config; exit 4"]}]
      """
    Then the reason of pod "once" is POD_CONTAINER_EXITED saying "ended with exit 4 (Error)"

  Scenario: An init container fails
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: unprepared}
      spec:
        restartPolicy: Never
        initContainers: [{name: migrate, image: busybox, command: [sh, -c, "echo no database; exit 7"]}]
        containers: [{name: app, image: busybox}]
      """
    Then the reason of pod "unprepared" is POD_INIT_FAILED saying "init container \"migrate\" (1 of 1) failed: exit 7"

  Scenario: An init container goes on
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: waits}
      spec:
        terminationGracePeriodSeconds: 1
        initContainers: [{name: wait, image: busybox, command: [sleep, "60"]}]
        containers: [{name: app, image: busybox}]
      """
    Then the reason is POD_INIT_BLOCKED saying "init container \"wait\" (1 of 1) is still running" for 3s

  Scenario: Its time is up
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: late}
      spec:
        activeDeadlineSeconds: 1
        terminationGracePeriodSeconds: 1
        containers: [{name: app, image: busybox, command: [sleep, "60"]}]
      """
    Then the reason is POD_REJECTED saying "DeadlineExceeded"

  Scenario: It writes more than it may
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: hoarder}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
          - name: web
            image: busybox
            command: [sh, -c, "dd if=/dev/zero of=/hoard bs=1M count=20; sleep 60"]
            resources: {limits: {ephemeral-storage: 1Mi}}
      """
    Then the reason is POD_EVICTED saying "evicted the pod: Pod ephemeral local storage usage exceeds the total limit of containers 1Mi"

  # Until its kubelet says no, the pod fills the node in the scheduler's books:
  # nobody who counts on that node may run beside it.
  @node:worker3
  Scenario: Its kubelet has no room for it
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: forced}
      spec:
        nodeName: worker3
        containers: [{name: web, image: busybox, resources: {requests: {cpu: 999}}}]
      """
    Then the reason is POD_REJECTED saying "OutOfcpu: "
