Feature: Behind a service are its endpoints
  The selector of a service decides which pods get its requests. Each of them
  that is ready is an endpoint.

  @V2
  Scenario: Without a selector there are no endpoints
    When the manifest "services/mydb.yaml" is applied
    Then service "mydb" has 0 ready endpoints for 3s
    And service "mydb" matches:
      """
      spec: {ports: [{port: 80, targetPort: 9377}]}
      """

  @V3
  Scenario: Six replicas are six endpoints, behind an address that stays
    Given the manifest "services/my-nginx.yaml" is applied
    When deployment "my-nginx" is rolled out
    Then service "my-nginx" has 6 ready endpoints
    And every pod of deployment "my-nginx" is an endpoint of service "my-nginx"
    When the pods of deployment "my-nginx" are replaced
    Then every pod of deployment "my-nginx" is an endpoint of service "my-nginx"
    And service "my-nginx" has 6 ready endpoints
    And service "my-nginx" never changed its "spec.clusterIP"
    And service "my-nginx" matches:
      """
      spec: {ports: [{port: 80}]}
      """
    And service "my-nginx" has a text like "[0-9a-f.:]+" at "{.spec.clusterIP}"
