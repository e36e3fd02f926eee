@explain
Feature: Why nobody answers, and why a pod gets no sandbox

  Scenario: The Service selects nothing
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: wbe}, ports: [{port: 80}]}
      """
    Then the reason is SERVICE_NO_ENDPOINTS saying "selects nothing: no pod has app=wbe"

  Scenario: The port's name is not that of the container's
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec:
        nodeSelector: {disk: marble}
        containers: [{name: web, image: busybox, ports: [{name: web, containerPort: 80}]}]
      """
    Then the reason of service "web" is SERVICE_NO_ENDPOINTS saying "a container port named \"http\", which its pods do not have"

  Scenario: There is no such Service, but one of nearly that name
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Service
      metadata: {name: my-db}
      spec: {selector: {app: db}, ports: [{port: 80}]}
      """
    Then the reason of service "mydb" is OBJECT_MISSING saying "there is \"my-db\""
    And the reason of pod "mydb-0" is POD_MISSING saying "there is no pod \"mydb-0\""

  Scenario: The sandbox cannot be made
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: out-of-tune}
      spec:
        securityContext: {sysctls: [{name: net.ipv4.ip_local_port_range, value: loud}]}
        containers: [{name: web, image: busybox}]
      """
    Then the reason is POD_SANDBOX_INVALID saying "ip_local_port_range"
