Feature: Namespaces that are spoken of

  Scenario: Slips
    Given configmap "none" does not exist
    When the manifest "m.yaml" is applied
    Then configmap "a" has "$(namespace:shpo)" at "{.data.b}"
    And configmap "a" matches:
      """
      data: {b: "$(namespace:kube-system)", c: "$(namespace:shop)$(namespace:)"}
      """
