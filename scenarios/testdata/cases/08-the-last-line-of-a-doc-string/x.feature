Feature: The end of the last line

  Scenario: A block at the end fits the object of a file
    When the manifest "lines.yaml" is applied
    Then configmap "of-a-file" matches:
      """
      data:
        lines: |
          first
          last
      """

  Scenario: A block at the end of a manifest has its last line
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: reader}
      spec:
        restartPolicy: Never
        containers:
          - name: main
            image: busybox
            command: [sh, -c, "while read line; do echo read $line; done < /in/lines"]
            volumeMounts: [{name: in, mountPath: /in}]
        volumes: [{name: in, configMap: {name: of-a-text}}]
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: of-a-text}
      data:
        lines: |
          first
          last
      """
    Then the log of container "main" of pod "reader" contains "read last" within 30s

  Scenario: A text without the end of its last line is another one
    When the manifest "lines.yaml" is applied
    Then configmap "of-a-file" matches: within 1s
      """
      data:
        lines: |-
          first
          last
      """
