Feature: A newcomer

  Scenario: Lines that begin wrongly
    Given it passes
    Then: it passes
    - Then it passes
    2. Then it passes
    // Then it passes
    Expect it passes
    When I apply:
      kind: Pod
      metadata: {name: web}

  Background:
    Given it passes

Feature: Another
