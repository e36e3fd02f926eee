Feature: Endpoints that no request reaches

  Background:
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec: {containers: [{name: web, image: nginx, ports: [{name: http, containerPort: 80}]}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80, targetPort: htpp}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: headless}
      spec: {clusterIP: None, selector: {app: web}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: two}
      spec: {selector: {app: web}, ports: [{name: main, port: 80, targetPort: http}, {name: metrics, port: 9090, targetPort: metrics}]}
      """
    Then pod "web" is ready

  Scenario: It is no ready endpoint
    Then service "web" has 1 ready endpoint within 5s

  Scenario: The pod is none
    Then pod "web" is an endpoint of service "web" within 5s

  Scenario: Throughout there is none
    Given throughout, service "web" has at least 1 endpoint
    Then pod "web" is Running for 2s

  Scenario: One of two ports leads nowhere
    Then service "two" has 1 ready endpoint within 5s

  Scenario: There is none, and the pod is none
    Then service "web" has 0 ready endpoints for 2s
    And pod "web" is not an endpoint of service "web"
    And the reason of service "web" is SERVICE_NO_ENDPOINTS

  Scenario: A pod behind one of two ports is an endpoint
    Then pod "web" is not an endpoint of service "two" within 5s for 2s

  Scenario: A service without ports
    Then service "headless" has 1 ready endpoint for 2s
    And pod "web" is an endpoint of service "headless"
