Feature: Tags at the end
  Scenario: a
    Given it passes
  @lonely
