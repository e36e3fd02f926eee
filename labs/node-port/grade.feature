Feature: Expose an application on every node

  @id:exposed @points:3
  Scenario: The Service has the type NodePort and the port $(value:port)
    - A Service has a type: spec.type.
    - kubectl expose deployment web --type=NodePort --port=… --target-port=80
    Then service "web" matches: within 5s
      """
      spec:
        type: NodePort
        ports: [{port: $(value:port)}]
      """

  @id:leads @points:3 @partial
  Scenario: The Service leads to both pods
    - A Service finds its pods by their labels: kubectl get pods --show-labels, kubectl describe service web
    Then service "web" has 2 ready endpoints within 15s

  @id:answers @points:4 @needs:exposed @needs:leads
  Scenario: The page is there on every node
    - targetPort is the port on which the pods listen.
    - kubectl get service web shows the node port behind the colon; kubectl get nodes -o wide shows the addresses.
    Then service "web" answers HTTP 200 with "Welcome to nginx!" on its node port of every node within 10s
