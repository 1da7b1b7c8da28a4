/// What `credential_source` in a profile stands for: where the credentials come from that assume its role.
struct CredentialSourceSetting {
    let profile: AWSProfile
    let environment: [String: String]
    let sender: any HTTPSender
    let settings: AWSTransport.Settings
    /// The profile whose settings say where the metadata service is.
    let instanceProfile: AWSProfile?
    let readFile: FileReader

    /// - Throws: when the source isn't there, or isn't one of the three.
    func provider(named source: String) throws(AWSError) -> any CredentialsProvider {
        switch source {
        case "Environment":
            guard let found = try EnvironmentCredentials(environment) else {
                throw .credentials(
                    "Profile \(profile.name) takes its credentials from the environment, where "
                        + "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.")
            }
            return found
        case "EcsContainer":
            guard
                let found = try ContainerCredentials(
                    environment: environment, sender: sender, settings: settings, readFile: readFile)
            else {
                throw .credentials(
                    "Profile \(profile.name) takes its credentials from the container, and neither "
                        + "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor _FULL_URI is set.")
            }
            return found
        case "Ec2InstanceMetadata":
            guard let address = try InstanceMetadataAddress(environment: environment, profile: instanceProfile) else {
                throw .credentials(
                    "Profile \(profile.name) takes its credentials from this instance, and "
                        + "AWS_EC2_METADATA_DISABLED is set.")
            }
            return InstanceMetadataCredentials(
                address: address, sender: sender, settings: settings,
                silence: "Profile \(profile.name) takes its credentials from this instance, and no instance metadata "
                    + "service answers at \(address.base); is this an EC2 instance, and is its hop limit 2 in a "
                    + "container?")
        default:
            throw .credentials(
                "Profile \(profile.name) has credential_source = \(ForeignText.cleaned(source)); it must be "
                    + "Environment, EcsContainer or Ec2InstanceMetadata.")
        }
    }
}
