Feature: What happens first, and how long it takes

  Scenario: A StatefulSet begins at one end, and ends at the other
    Given the manifest "application/queue.yaml" is applied
    And throughout, there is at most 2 pods labelled "app=queue"
    And statefulset "queue" is rolled out
    When statefulset "queue" is scaled to 0 replicas
    Then pod "queue-0" does not exist
    And pod "queue-0" was ready before pod "queue-1" was created
    And pod "queue-0" was Terminating after pod "queue-1" was gone

  Scenario: A container that does not hear SIGTERM is killed
    Given the manifest "application/deaf.yaml" is applied
    And pod "deaf" is ready
    When pod "deaf" is deleted
    Then pod "deaf" was gone between 2s and 1m after its deletion
    And container "deaf" of pod "deaf" ended with exit code 137
    And pod "deaf" was ready between 1s and 1m after pod "deaf" was Running
