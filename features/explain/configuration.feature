@explain
Feature: Why a container cannot be created as it is written

  Scenario Outline: <what> is missing
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: half}
      data: {colour: green}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: unconfigured}
      spec:
        containers:
          - name: web
            image: busybox
            env: [{name: SIZE, valueFrom: {<ref>}}]
      """
    Then the reason is POD_CONFIG_ERROR saying "<text>"

    Examples:
      | what            | ref                                         | text               |
      | The ConfigMap   | configMapKeyRef: {name: settings, key: size} | ConfigMap \"settings\" |
      | The Secret      | secretKeyRef: {name: password, key: size}    | Secret \"password\"    |
      | The key         | configMapKeyRef: {name: half, key: size}     | \"size\"               |

  Scenario: The command is not in the image
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: misspelt}
      spec:
        restartPolicy: Never
        containers: [{name: web, image: busybox, command: [serve-pages]}]
      """
    Then the reason is POD_CONFIG_ERROR saying "serve-pages"

  Scenario Outline: It <what>
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: unwilling}
      spec:
        terminationGracePeriodSeconds: 1
        containers: [{name: web, image: busybox, command: [sleep, "60"], <how>}]
      """
    Then the reason is POD_CONFIG_ERROR saying "container \"web\" cannot start: <text>"

    Examples:
      | what                      | how                                      | text |
      | would run as root         | securityContext: {runAsNonRoot: true}    | container has runAsNonRoot and image will run as root |
      | is to begin below a file  | workingDir: /etc/passwd/here             | its workingDir \"/etc/passwd/here\" leads through /etc/passwd, which is a file |
      | begins with a failed hook | lifecycle: {postStart: {exec: {command: [cat, /ready]}}} | its postStart hook failed |
