Feature: A web server behind a Service

  # Each scenario is a criterion. The lines below its title are hints: a student sees one more at each attempt.

  @id:runs @points:3
  Scenario: The Deployment has two pods
    - A Deployment keeps a number of pods running: its field spec.replicas.
    - kubectl scale deployment web --replicas=2
    Then deployment "web" has 2 ready replicas within 15s

  @id:reachable @points:3
  Scenario: The Service leads to both pods
    - A Service finds its pods by their labels: kubectl get pods --show-labels
    - kubectl expose deployment web --port=80
    Then service "web" has 2 ready endpoints within 15s

  # Its step with When changes something, so it is judged in a copy of what the student has built.
  @id:heals @points:4 @needs:reachable
  Scenario: When a pod dies, another one takes its place
    - Who makes a new pod when you delete one: kubectl delete pod …
    - Pods that no Deployment owns stay away when they are deleted.
    Given deployment "web" is rolled out within 15s
    When the pods of deployment "web" are replaced
    Then service "web" has 2 ready endpoints within 15s
