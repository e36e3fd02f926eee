@B3
Feature: The way of one pod
  The scheduler chooses a node. The kubelet there makes sure of the image,
  creates the container and starts it. Each step leaves an event.

  Scenario: Scheduled, pulled, created, started
    When the manifest "startup/one-pod.yaml" is applied
    Then pod "one-pod" is Running
    And pod "one-pod" had the events "Scheduled, Pulled, Created, Started" in this order
    And pod "one-pod" answers HTTP 200 with "Welcome to nginx!" at ":80/" through a port-forward
