Feature: A pod of higher priority takes the place of another one
  There is one place: a port of one node.

  Scenario: The casual pod makes room for the urgent one
    Given the manifest "beyond/casual.yaml" is applied
    And pod "casual" is Running
    When the manifest "beyond/urgent.yaml" is applied
    Then pod "urgent" is Running
    And pod "casual" was Terminating before pod "urgent" was Running
    And pod "casual" has the event "Preempted" saying "Preempted by pod"
    And pod "casual" does not exist

  Scenario: A pod that never preempts waits for the place
    Given the manifest "beyond/resident.yaml" is applied
    And pod "resident" is Running
    When the manifest "beyond/patient.yaml" is applied
    Then pod "patient" has the event "FailedScheduling" saying "didn't have free ports"
    And pod "resident" is Running for 3s
    And pod "patient" is Pending
    When pod "resident" is deleted
    Then pod "patient" is Running
