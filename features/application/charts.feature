Feature: Helm charts
  What helm install makes of a chart, in the namespaces of the scenario.

  Scenario: A chart is installed with its own values, after its hook
    When the chart "charts/shop" is installed as "shop"
    Then everything that was applied is ready within 1m
    And job "shop-migration" is complete
    And configmap "shop-settings" has "blue" at "{.data.color}"

  Scenario: A chart is installed with other values
    When the chart "charts/shop" is installed as "shop" with values:
      """
      replicas: 2
      color: green
      """
    Then deployment "shop-web" has 2 ready replicas
    And configmap "shop-settings" has "green" at "{.data.color}"

  Scenario: An upgrade takes away what its release does not have any more, and a rollback brings it back
    Given the chart "charts/shop" is installed as "shop" with values set:
      | replicas | 2 |
    When release "shop" is upgraded to the chart "charts/shop" with values:
      """
      color: green
      legacy: false
      """
    Then configmap "shop-legacy" does not exist
    And configmap "shop-settings" has "2" at "{.data.revision}"
    And deployment "shop-web" is rolled out
    When release "shop" is rolled back to the revision before
    Then configmap "shop-legacy" has "42" at "{.data.answer}"
    And configmap "shop-settings" has "1" at "{.data.revision}"
    And deployment "shop-web" has 2 ready replicas

  Scenario: The values of an upgrade are all that count
    Given the chart "charts/shop" is installed as "shop"
    When release "shop" is upgraded to the chart "charts/shop" with values set:
      | replicas | 2     |
      | color    | green |
    Then deployment "shop-web" has 2 ready replicas
    When release "shop" is upgraded to the chart "charts/shop"
    Then deployment "shop-web" has 1 ready replica
    And configmap "shop-settings" has "blue" at "{.data.color}"

  Scenario: An upgrade whose hook fails leaves what was installed
    Given the chart "charts/shop" is installed as "shop"
    When upgrading release "shop" to the chart "charts/shop" fails at its hook "shop-migration" with values:
      """
      color: green
      migration: {exit: 3}
      """
    Then job "shop-migration" has failed with reason "BackoffLimitExceeded"
    And configmap "shop-settings" has "blue" at "{.data.color}"
