@V6
Feature: An ExternalName is an alias in DNS
  The service has no address and no endpoints. The cluster's DNS answers with
  a CNAME, and the client goes there by itself.

  Scenario: DNS answers with the alias
    Given the manifest "services/external-name.yaml" is applied
    And the manifest "services/client.yaml" is applied
    When pod "client" is Running
    Then running "nslookup -type=cname my-database | grep canonical" in pod "client" prints "canonical name = db.example.invalid"
    And service "my-database" matches:
      """
      spec: {type: ExternalName}
      """
