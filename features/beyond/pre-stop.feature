Feature: A preStop hook runs before the container is told to stop

  Scenario: The hook has its time, then SIGTERM arrives
    Given the manifest "beyond/drains.yaml" is applied
    And pod "drains" is ready
    When pod "drains" is deleted
    # The container exits with 0 when the hook has left its mark, else with 3.
    Then container "drains" of pod "drains" ended with exit code 0
    And pod "drains" was gone between 3s and 25s after its deletion

  Scenario: The grace period ends both
    Given the manifest "beyond/lingers.yaml" is applied
    And pod "lingers" is ready
    When pod "lingers" is deleted
    Then container "lingers" of pod "lingers" ended with exit code 137
    And pod "lingers" was gone between 3s and 25s after its deletion
