Feature: A preStop hook runs before the container is told to stop
  Each container tells by its exit code what it found when SIGTERM arrived.

  Scenario: The hook has its time, then SIGTERM arrives
    Given the manifest "beyond/drains.yaml" is applied
    And pod "drains" is ready
    When pod "drains" is deleted
    Then container "drains" of pod "drains" ended with exit code 0
    And pod "drains" was gone between 3s and 1m after its deletion

  Scenario: A hook that takes longer than the grace period is cut off
    Given the manifest "beyond/lingers.yaml" is applied
    And pod "lingers" is ready
    When pod "lingers" is deleted
    Then container "lingers" of pod "lingers" ended with exit code 0
    And pod "lingers" was gone between 3s and 1m after its deletion
