Feature: Values of a scenario
  A value is written once, for steps and manifests. What the cluster chose is noted.

  Scenario: A text that is written once, and an address that the cluster chose
    Given the value "greeting" is "Good morning"
    And the value "seconds" is 60
    And the manifest "application/greeter.yaml" is applied
    When the "{.status.addresses[?(@.type=='InternalIP')].address}" of node "worker" is noted as "address"
    And the manifest "application/greeted.yaml" is applied
    Then running "echo $GREETING, $ADDRESS" in pod "greeted" prints exactly "$(value:greeting), $(value:address)"
    And pod "greeter" has "$(value:address)" at "{.status.hostIP}"
