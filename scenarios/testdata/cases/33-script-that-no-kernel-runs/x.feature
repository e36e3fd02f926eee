Feature: A script that the kernel does not run

  Scenario: It was written on Windows
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: tools}
      data:
        serve.sh: "#!/bin/sh\r\nexec sleep 120\r\n"
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: returns}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
          - name: serve
            image: busybox
            command: [/tools/serve.sh]
            volumeMounts: [{name: tools, mountPath: /tools}]
        volumes: [{name: tools, configMap: {name: tools, defaultMode: 0755}}]
      """
    Then pod "returns" is ready for 10s

  Scenario: Nothing says what interprets it
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: tools}
      data:
        serve.sh: "exec sleep 120\n"
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: bare}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
          - name: serve
            image: busybox
            command: [/tools/serve.sh]
            volumeMounts: [{name: tools, mountPath: /tools}]
        volumes: [{name: tools, configMap: {name: tools, defaultMode: 0755}}]
      """
    Then pod "bare" is ready for 10s
