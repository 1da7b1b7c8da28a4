import Foundation

/// Answers as IAM and STS send them, for putting in something that they wouldn't.
enum IAMAnswer {
    /// `<ActionResponse><ActionResult>…`
    static func whole(_ action: String, _ inside: String, of service: String = "iam", version: String = "2010-05-08")
        -> String
    {
        """
        <\(action)Response xmlns="https://\(service).amazonaws.com/doc/\(version)/">
          <\(action)Result>\(inside)</\(action)Result>
          <ResponseMetadata><RequestId>6d0c-example</RequestId></ResponseMetadata>
        </\(action)Response>
        """
    }

    static func keys(_ keys: String..., of user: String = "ana") -> String {
        let members = keys.map { "<member><UserName>\(user)</UserName>\($0)</member>" }.joined()
        return whole(
            "ListAccessKeys",
            "<UserName>\(user)</UserName><AccessKeyMetadata>\(members)</AccessKeyMetadata>"
                + "<IsTruncated>false</IsTruncated>")
    }

    static func key(_ id: String, status: String = "Active", createdAt: String = Day(0).before(days: 85).text) -> String
    {
        "<AccessKeyId>\(id)</AccessKeyId><Status>\(status)</Status><CreateDate>\(createdAt)</CreateDate>"
    }

    /// A page of users, the last one unless `more` says otherwise.
    static func users(_ users: String..., more: String = "<IsTruncated>false</IsTruncated>") -> String {
        whole(
            "GetAccountAuthorizationDetails",
            "\(more)<UserDetailList>\(users.map { "<member>\($0)</member>" }.joined())</UserDetailList>")
    }

    static func user(_ name: String, id: String = "AIDAIOSFODNN7EXAMPLE", createdAt: String = "2025-01-01T00:00:00Z")
        -> String
    {
        """
        <UserName>\(name)</UserName><UserId>\(id)</UserId><Path>/</Path><CreateDate>\(createdAt)</CreateDate>
        <Arn>arn:aws:iam::222222222222:user/\(name)</Arn>
        """
    }

    /// The credential report with this content.
    static func report(_ content: [UInt8], generatedAt: String = Day(6).text) -> String {
        whole(
            "GetCredentialReport",
            "<Content>\(Data(content).base64EncodedString())</Content><ReportFormat>text/csv</ReportFormat>"
                + "<GeneratedTime>\(generatedAt)</GeneratedTime>")
    }

    static func report(_ lines: String...) -> String { report(Array((lines.joined(separator: "\n") + "\n").utf8)) }

    static let reportHeader =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,"
        + "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,"
        + "access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"
        + "access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
        + "cert_1_last_rotated,cert_2_active,cert_2_last_rotated"

    static let rootRow =
        "<root_account>,arn:aws:iam::222222222222:root,2020-01-01T00:00:00Z,not_supported,no_information,"
        + "not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
}
