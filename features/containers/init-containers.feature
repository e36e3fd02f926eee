@M6
Feature: Init containers wait for services
  The init containers of myapp-pod ask the cluster's DNS for a service each.
  Until both services exist, the pod does not start.

  Scenario: The app starts only when both services exist
    Given the manifest "containers/myapp.yaml" is applied
    Then container "init-myservice" of pod "myapp-pod" is running for 3s
    And pod "myapp-pod" is Init:0/2
    When the manifest "containers/myservice.yaml" is applied
    Then container "init-mydb" of pod "myapp-pod" is running for 3s
    And pod "myapp-pod" is Init:1/2
    And container "init-mydb" of pod "myapp-pod" started after container "init-myservice" finished
    When the manifest "containers/mydb.yaml" is applied
    Then pod "myapp-pod" is Running for 2s
    And the log of container "myapp-container" of pod "myapp-pod" contains "The app is running!"
    And container "myapp-container" of pod "myapp-pod" never ran before service "myservice" existed
    And container "myapp-container" of pod "myapp-pod" never ran before service "mydb" existed
    And service "myservice" matches:
      """
      spec: {ports: [{port: 80, targetPort: 9376}]}
      """
    And service "mydb" matches:
      """
      spec: {ports: [{port: 80, targetPort: 9377}]}
      """
