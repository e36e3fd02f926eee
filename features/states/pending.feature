@S2
Feature: Pending, because no node has what the pod asks for
  The scheduler says for every node why it will not do.

  Scenario Outline: More <resource> than any node has
    When the manifest "states/<manifest>" is applied
    Then pod "<pod>" has the event "FailedScheduling" saying "Insufficient <resource>"
    And pod "<pod>" is Pending for 3s

    Examples:
      | resource | manifest         | pod         |
      | cpu      | much-cpu.yaml    | much-cpu    |
      | memory   | much-memory.yaml | much-memory |
