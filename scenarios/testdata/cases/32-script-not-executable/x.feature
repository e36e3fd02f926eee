Feature: A program that may not be run

  Scenario: Its file has no x bit
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: tools}
      data:
        serve.sh: "#!/bin/sh\nexec sleep 120\n"
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: plain}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
          - name: serve
            image: busybox
            command: [/tools/serve.sh]
            volumeMounts: [{name: tools, mountPath: /tools}]
        volumes: [{name: tools, configMap: {name: tools}}]
      """
    Then container "serve" of pod "plain" was terminated with reason "StartError" within 2m
    And pod "plain" is Running within 3s
